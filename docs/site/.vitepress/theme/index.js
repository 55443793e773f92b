import DefaultTheme from 'vitepress/theme'
import './ember.css'

export default DefaultTheme
